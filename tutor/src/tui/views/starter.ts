import type { Model } from '../model.ts';
import { piece, type Row, row } from '../rows.ts';
import { fitHeight, spaced } from './fit.ts';
import { prose } from './prose.ts';

/** An empty folder: what the tutor would write into it. */
export function starterRows(model: Model, height: number): readonly Row[] {
  const { columns } = model.size;
  const { theme, project } = model;
  const about = prose(model.chapter.about.replaceAll('\n', ' ').trim(), columns, theme);
  const offer = prose(`${project.folder} is empty. These files are written into it to begin with:`, columns, theme);
  const files = project.starter.map((file) => row('   ', piece(file, 'place')));
  const note = prose(
    'Nothing is there yet that could be lost. You edit them in your own editor; every save is checked.',
    columns,
    theme,
    1,
    'muted',
  );
  return fitHeight(height, [
    () => spaced(about, offer, files, note),
    () => spaced(offer, files),
    () => [...offer, ...files],
  ]);
}
