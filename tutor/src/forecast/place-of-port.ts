import type { PortMapping } from '../project/compose/project.ts';
import { sourceOf } from '../project/compose/tree.ts';
import type { Project } from '../project/project.ts';
import { lengthOf } from './place-of-text.ts';
import { type PlaceToChange, placeToChange } from './place-to-change.ts';

/**
 * Where the container port of a mapping, or its protocol, is changed: in the default of a variable, in `.env`,
 * or where it stands. A variable that gives the port of the machine as well is right for that: then it is the place of its use.
 */
export function placeOfPort(project: Project, port: PortMapping, part: 'target' | 'protocol'): PlaceToChange {
  const text = part === 'target' ? port.targetText : port.protocolText;
  if (text === undefined) return { at: port.at, labels: [] };
  const { span, use, variable } = sourceOf(text, 0, lengthOf(text));
  if (variable?.from !== 'dotenv' || use === undefined) return { at: span, labels: [] };
  const place = placeToChange(project, { span, use, dotenvName: variable.name });
  const shared = port.publishedText?.pieces?.some((piece) => piece.variable?.name === variable.name) === true;
  if (!shared) return place;
  return { at: use, labels: [{ span, message: `${variable.name} is given here` }] };
}
