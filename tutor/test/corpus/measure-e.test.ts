import { it } from 'vitest';
import { writeFileSync } from 'node:fs';
import { judged } from '../rules/project.ts';
import { filesOf, readCorpus } from './corpus.ts';
const pattern = process.env['PAT'] ?? 'blind-e';
it('measure', async () => {
  const lines: string[] = [];
  const got: Record<string, unknown> = {};
  let n = 0, cause = 0, line = 0, lineN = 0, col = 0, colN = 0;
  for (const one of readCorpus('faults').filter((c) => c.file.includes(pattern))) {
    n++;
    const result = await judged(filesOf(one), { environment: one.environment ?? {}, modes: one.modes ?? {} });
    const found = result.diagnoses.filter((d) => d.severity === 'error');
    const show = found.map((d) => `${d.rule} ${d.primary === undefined ? '-' : `${d.primary.file}:${d.primary.start.line}:${d.primary.start.column} «${d.primary.text.slice(0, 60)}»`} | ${d.title} | ${d.primary?.message} | ${d.help}`);
    got[`${one.file}: ${one.name}`] = found.map((d) => ({ rule: d.rule, ...(d.primary === undefined ? {} : { at: `${d.primary.file}:${d.primary.start.line}:${d.primary.start.column}`, text: d.primary.text }) }));
    const w = one.expect[0]!;
    const first = found[0];
    const okCause = found.length === 1 && (w.rule === '?' || first?.rule === w.rule);
    if (okCause) cause++;
    const p = first?.primary;
    let okLine = true, okCol = true;
    if (w.at !== undefined) {
      const [f, l, c] = w.at.split(':');
      if (l !== undefined) { lineN++; okLine = p?.file === f && String(p?.start.line) === l; if (okLine) line++; }
      else okLine = p?.file === f;
      if (c !== undefined) { colN++; okCol = okLine && String(p?.start.column) === c && (w.text === undefined || w.text === p?.text); if (okCol) col++; }
    }
    const flag = okCause && okLine && okCol ? (w.rule === '?' ? '??' : 'ok') : 'MISS';
    lines.push(`${flag} ${one.file}: ${one.name}\n      want ${w.rule} ${w.at ?? ''} ${w.text ?? ''}\n${show.map((s) => `      got  ${s}`).join('\n')}`);
  }
  let wrong = 0;
  for (const one of readCorpus('working').filter((c) => c.file.includes(pattern))) {
    const result = await judged(filesOf(one), { environment: one.environment ?? {}, modes: one.modes ?? {} });
    const found = result.diagnoses.filter((d) => d.severity === 'error');
    if (found.length > 0) { wrong++; lines.push(`FALSE ALARM ${one.name}\n${found.map((d) => `   ${d.rule} ${d.primary?.file}:${d.primary?.start.line} ${d.title}`).join('\n')}`); }
  }
  writeFileSync('/tmp/e3/got.json', JSON.stringify(got));
  lines.push(`n ${n} cause ${cause} line ${line}/${lineN} column ${col}/${colN} false alarms ${wrong}`);
  writeFileSync(process.env['OUT'] ?? '/tmp/e3/out.txt', `${lines.join('\n')}\n`);
}, 120000);
