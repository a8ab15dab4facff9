import type { ColourDepth } from '../core/palette.ts';
import type { Result } from '../core/result.ts';

/** A format that a result is told in: a pure function. The file is named after the format. */
export type Reporter = {
  /** As in `--format NAME`. */
  readonly name: string;
  /** The whole report, ending in a line end; empty where the format has nothing to say. */
  readonly render: (result: Result, options: RenderOptions) => string;
};

/** How a report is to look; formats for programs use only what they name. */
export type RenderOptions = {
  /** Cells of a line. */
  readonly width: number;
  readonly colour: ColourDepth;
  /** Whether signs beyond ASCII may be used for our own marks and lines. */
  readonly unicode: boolean;
  /** `watch`: one of many rounds (`json` writes an object a line). Default `once`. */
  readonly run?: 'once' | 'watch';
  /**
   * The project folder as seen from where a reader of `unix` or `github` stands (`your-project`);
   * put before every file. Default: the project folder itself.
   */
  readonly folder?: string;
};
