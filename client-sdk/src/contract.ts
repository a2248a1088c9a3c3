/** Every message, enum and service definition of the contract. A new proto file takes one line here. */

// Each generated file has its own copy of these names. Naming them settles which is meant; as types they weigh nothing.
export type { DeepPartial, MessageFns, protobufFileName, protobufPackage } from './gen/guionix/ml/v1/common.js';
export * from './gen/guionix/ml/v1/common.js';
export * from './gen/guionix/ml/v1/script.js';
export * from './gen/guionix/ml/v1/sentiment.js';
