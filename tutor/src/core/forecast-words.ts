import type { PageForecast, ServiceForecast } from './result.ts';

/** UTF-16 units of the page's first line that are told. */
const BODY_UNITS = 200;

/** A service's forecast in words. */
export function sayService(state: ServiceForecast): string {
  switch (state) {
    case 'running':
      return 'would run';
    case 'exited':
      return 'would start and exit';
    case 'restarting':
      return 'would exit and be started again, over and over';
    case 'created':
      return 'would be created and never started';
    case 'not-built':
      return 'would not be built';
    case 'not-created':
      return 'would not be made';
    case 'unknown':
      return 'cannot be told from the files';
  }
}

/** The page's forecast in words. */
export function sayPage(page: PageForecast): string {
  const subject = page.url === undefined ? '' : `${page.url} `;
  if (page.status !== undefined) {
    const body = (page.body ?? '').trim().split('\n')[0] ?? '';
    return `${subject}would answer ${page.status}${body === '' ? '' : `: ${body.slice(0, BODY_UNITS)}`}`;
  }
  switch (page.fails ?? 'unknown') {
    case 'refused':
      return `${subject}would refuse the connection`;
    case 'reset':
      return `${subject}would break the connection off`;
    case 'unpublished':
      return 'could not be reached: no port is published';
    case 'unknown':
      return 'cannot be told from the files';
  }
}
