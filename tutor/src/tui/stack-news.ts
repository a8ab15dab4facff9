import type { StackPicture } from '../core/result.ts';
import { seeStack } from './activity.ts';
import type { Turn } from './effect.ts';
import { isBusy, type Model } from './model.ts';
import type { StackNews } from './ports.ts';
import { look } from './runs.ts';

/** What Docker told by itself: the picture follows at once, and the page and the database are asked when nothing is under way. */
export function hearStack(model: Model, news: StackNews): Turn {
  if (news.kind === 'gone') return isBusy(model) ? [model, []] : look({ ...model, engineGone: 'gone' }, 'docker');
  const { picture } = news;
  const isNew = model.engineGone === 'gone' || standOf(model.stack) !== standOf(picture);
  const { activity } = model;
  if (activity !== undefined && isBusy(model))
    return [{ ...model, stack: picture, activity: seeStack(activity, picture, model.now) }, []];
  // What a look has just seen, Docker tells once more; the look knows the page's answer too.
  return isNew ? look({ ...model, stack: withAnswers(picture, model.stack) }, 'docker') : [model, []];
}

/** While all services serve, what the page and the database answered last stays until they are asked again. */
function withAnswers(picture: StackPicture, before: StackPicture | undefined): StackPicture {
  const doServe = picture.nodes.every((node) => node.kind !== 'service' || node.verdict === 'good');
  if (before === undefined || !doServe) return picture;
  const page = before.nodes.find((node) => node.kind === 'page');
  const connects = before.edges.find((edge) => edge.kind === 'connects');
  return {
    nodes: picture.nodes.map((node) => (node.kind === 'page' ? (page ?? node) : node)),
    edges: picture.edges.map((edge) => (edge.kind === 'connects' ? (connects ?? edge) : edge)),
  };
}

/** Which services are there and how they stand: what Docker can tell. */
function standOf(stack: StackPicture | undefined): string {
  const services = (stack?.nodes ?? []).filter((node) => node.kind === 'service');
  return services.map((node) => `${node.name} ${node.state === 'declared' ? 'not started' : node.state}`).join('\n');
}
