import { expect, it } from 'vitest';
import { plainDetails } from './plain-details.js';

it.each([
  [
    'round_robin: No connection established. Last error: No connection established. Last error: Error: connect ECONNREFUSED 127.0.0.1:3999. Resolution note: ',
    'connect ECONNREFUSED 127.0.0.1:3999',
  ],
  [
    'No connection established. Last error: RangeError [ERR_SOCKET_BAD_PORT]: Port should be >= 0. Resolution note: no SRV record',
    'Port should be >= 0 (no SRV record)',
  ],
  [
    'Error: 80E:error:0A00010B:SSL routines:wrong version number:\n. Resolution note: ',
    '80E:error:0A00010B:SSL routines:wrong version number',
  ],
  ['Name resolution failed for target dns:nowhere:3005', 'Name resolution failed for target dns:nowhere:3005'],
  ['The engine is stopping.', 'The engine is stopping.'],
  ['No connection established', 'No connection established'],
])('%s', (details, plain) => {
  expect(plainDetails(details)).toBe(plain);
});
