import type { PictureVerdict } from '../../core/result.ts';
import type { Model } from '../model.ts';
import { type Piece, piece, type Row, row } from '../rows.ts';
import { mark } from './marks.ts';

/** Labels stand in a column where both answers are shown. */
const LABEL_CELLS = 'database'.length;

/** The exact address to open in the browser, and what came of asking it. Nothing where no address is known. */
export function pageRow(model: Model, labels: 'labelled' | 'bare'): readonly Row[] {
  const page = model.stack?.nodes.find((node) => node.kind === 'page');
  if (page === undefined || !page.name.startsWith('http')) return [];
  return [answerRow(labels === 'labelled' ? 'page' : '', page.name, page.verdict, page.state)];
}

/** How the page signs in to its database, and whether the database let it in. Only what was asked. */
export function databaseRow(model: Model, labels: 'labelled' | 'bare'): readonly Row[] {
  const edge = model.stack?.edges.find((one) => one.kind === 'connects');
  const wasAsked = model.stack?.nodes.some((node) => node.kind === 'page' && node.state.startsWith('answers'));
  if (edge === undefined || edge.verdict === 'unknown' || wasAsked !== true) return [];
  const says = edge.says ?? (edge.verdict === 'good' ? 'signed in' : 'no sign-in');
  return [answerRow(labels === 'labelled' ? 'database' : '', edge.label, edge.verdict, says)];
}

function answerRow(label: string, what: string, verdict: PictureVerdict, says: string): Row {
  const lead = label === '' ? [] : [piece(label.padEnd(LABEL_CELLS), 'muted'), piece('  ')];
  return row(' ', ...lead, piece(what, 'place'), ...verdictPieces(verdict, says));
}

function verdictPieces(verdict: PictureVerdict, says: string): readonly Piece[] {
  if (verdict === 'unknown') return [];
  const standing = verdict === 'good' ? 'passed' : 'failed';
  return [piece('  '), mark(standing), piece(` ${says}`, mark(standing).role)];
}
