/** Every message, enum and service definition of the contract. A new proto file takes one line here. */

export * from './gen/guionix/ml/v1/analysis.js';
// Each generated file has its own copy of these names. Naming them settles which is meant; as types they weigh nothing.
export type { DeepPartial, MessageFns, protobufFileName, protobufPackage } from './gen/guionix/ml/v1/common.js';
export * from './gen/guionix/ml/v1/common.js';
export * from './gen/guionix/ml/v1/dialogue.js';
export * from './gen/guionix/ml/v1/draft.js';
export * from './gen/guionix/ml/v1/feedback.js';
export * from './gen/guionix/ml/v1/film.js';
export * from './gen/guionix/ml/v1/inference.js';
export * from './gen/guionix/ml/v1/insight.js';
export * from './gen/guionix/ml/v1/job.js';
export * from './gen/guionix/ml/v1/live.js';
export * from './gen/guionix/ml/v1/measure.js';
export * from './gen/guionix/ml/v1/model.js';
export * from './gen/guionix/ml/v1/prediction.js';
export * from './gen/guionix/ml/v1/script.js';
export type { ServerStreamingMethodResult } from './gen/guionix/ml/v1/sentiment.js';
export * from './gen/guionix/ml/v1/sentiment.js';
export * from './gen/guionix/ml/v1/structure.js';
