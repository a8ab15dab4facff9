/** Everything that asks Docker, loaded by one dynamic import, so that a look at files alone loads none of it. */

export { readyStack } from './demo-ready-stack.ts';
export { demoStack } from './demo-stack.ts';
export { examine } from './examination.ts';
export { followLogs } from './follow-logs.ts';
export { followStack } from './follow-stack.ts';
export { observing } from './observing.ts';
