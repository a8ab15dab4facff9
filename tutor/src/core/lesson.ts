/** A lesson, compiled from Markdown: what the terminal app, `tutor lesson` and `tutor explain` render. */
export type Lesson = {
  /** The first heading; it is not among the blocks. */
  readonly title: string;
  readonly blocks: readonly LessonBlock[];
};

/** One block of a lesson. Text holds no control characters; wrapping and colours are the renderer's. */
export type LessonBlock =
  | { readonly kind: 'heading'; readonly level: number; readonly spans: readonly LessonSpan[] }
  | { readonly kind: 'paragraph'; readonly spans: readonly LessonSpan[] }
  | {
      readonly kind: 'code';
      /** `''` where the lesson names none. */
      readonly language: string;
      /** The file the code belongs to, or `''`: what follows the language after the fence. */
      readonly caption: string;
      /** Never wrapped; a line is cut where it does not fit. */
      readonly lines: readonly (readonly CodeToken[])[];
    }
  | {
      readonly kind: 'list';
      /** Number of the first item; undefined for a list without numbers. */
      readonly start?: number;
      readonly items: readonly (readonly LessonBlock[])[];
    }
  /** *Important*, *What can go wrong*, *Tip*: the words stand in `calloutWords`. */
  | { readonly kind: 'callout'; readonly tone: CalloutTone; readonly blocks: readonly LessonBlock[] }
  | { readonly kind: 'quote'; readonly blocks: readonly LessonBlock[] }
  | {
      readonly kind: 'table';
      readonly header: readonly (readonly LessonSpan[])[];
      readonly rows: readonly (readonly (readonly LessonSpan[])[])[];
    };

/** A stretch of running text in one manner. Nested manners are flattened: the innermost wins. */
export type LessonSpan =
  | { readonly kind: 'text' | 'strong' | 'em' | 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

/** A stretch of code in one colour role; `plain` has the terminal's own colour. */
export type CodeToken = { readonly role: CodeRole; readonly text: string };

export type CodeRole = 'plain' | 'key' | 'string' | 'number' | 'comment';

export type CalloutTone = 'important' | 'wrong' | 'tip';

/** The words a callout begins with, in lessons and on the screen. */
export const calloutWords: Readonly<Record<CalloutTone, string>> = {
  important: 'Important',
  wrong: 'What can go wrong',
  tip: 'Tip',
};
