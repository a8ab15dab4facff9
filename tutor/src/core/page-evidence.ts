import type { Evidence } from './evidence.ts';
import type { PageSeen } from './observation.ts';
import { cut } from './text.ts';

const BODY_UNITS = 400;

/** What the page said, for people. */
export function pageEvidence(page: PageSeen): Evidence {
  const outcome = page.outcome === 'answered' ? `answered ${page.status}` : `${page.outcome}: ${page.error ?? ''}`;
  return {
    kind: 'http',
    url: page.url,
    outcome: page.body === undefined ? outcome : `${outcome} ${cut(page.body.trim().replace(/\s+/g, ' '), BODY_UNITS)}`,
    ...(page.status === undefined ? {} : { status: page.status }),
    ...(page.body === undefined ? {} : { body: cut(page.body, BODY_UNITS) }),
  };
}
