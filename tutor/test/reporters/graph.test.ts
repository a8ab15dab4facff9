import { describe, expect, test } from 'vitest';
import type { StackPicture } from '../../src/core/result.ts';
import { cells } from '../../src/reporters/cells.ts';
import { graphMermaid } from '../../src/reporters/graph-mermaid.ts';
import { graphSvg } from '../../src/reporters/graph-svg.ts';
import { graphText } from '../../src/reporters/graph-text.ts';
import { HOSTILE } from './hostile.ts';
import { apart, plain, stack } from './samples.ts';
import { type Element, parseXml } from './xml.ts';

const NOTHING: StackPicture = { nodes: [], edges: [] };

/** The stack with every text of it replaced. */
const hostileStack: StackPicture = {
  nodes: apart.nodes.map((node) => ({ ...node, name: HOSTILE, state: HOSTILE, facts: [HOSTILE] })),
  edges: apart.edges.map((edge) => ({ ...edge, label: HOSTILE, says: HOSTILE })),
};

/** Only the front of the stack: no database yet. */
const alone: StackPicture = { nodes: stack.nodes.slice(0, 2), edges: stack.edges.slice(0, 1) };

describe('the stack as text', () => {
  for (const [name, picture] of Object.entries({ stack, apart, alone })) {
    for (const width of [80, 60, 40]) {
      test(`draws ${name} at ${width} columns`, async () => {
        await expect(graphText(picture, plain(width))).toMatchFileSnapshot(`golden/graph-${name}-${width}.txt`);
      });
    }
  }

  test('stays within the screen', () => {
    for (const picture of [stack, apart, alone, hostileStack])
      for (const width of [40, 60, 61, 80, 120])
        for (const row of graphText(picture, plain(width)).split('\n')) expect(cells(row)).toBeLessThanOrEqual(width);
  });

  test('is the same picture without Unicode, a sign for a sign', () => {
    const ascii = graphText(stack, { ...plain(80), unicode: false });
    expect(ascii).toMatch(/^[\n\x20-\x7e]*$/);
    expect(ascii.split('\n').length).toBe(graphText(stack, plain(80)).split('\n').length);
  });

  test('is the same picture in colour', () => {
    for (const width of [40, 80]) {
      const coloured = graphText(stack, { ...plain(width), colour: '256' });
      expect(coloured.replace(/\x1b\[[\d;]*m/g, '')).toBe(graphText(stack, plain(width)));
    }
  });

  test('tells an edge whose label is a reason by that reason', () => {
    const told = (kind: 'publishes' | 'connects', label: string, page = 'not asked'): string => {
      const nodes = stack.nodes.map((node) =>
        node.kind === 'page'
          ? { ...node, name: label === '8000 → 8000' ? node.name : 'no address', state: page }
          : node,
      );
      const edges = stack.edges.map(({ from, to, kind: own, label: other, verdict }) =>
        own === kind
          ? { from, to, kind, label, verdict: label === '8000 → 8000' ? ('unknown' as const) : ('bad' as const) }
          : { from, to, kind: own, label: other, verdict },
      );
      return graphText({ nodes, edges }, plain(80));
    };
    expect(told('publishes', 'no port published').split('\n').slice(0, 2)).toEqual([
      '   you',
      '    ╳ no port published',
    ]);
    expect(told('publishes', '8000 → 8000')).toContain('│ http://localhost:8000           ✗ not asked');
    expect(told('connects', 'DATABASE_URL is not given')).toContain('✗ DATABASE_URL is not given');
    expect(told('connects', 'localhost:5432 as user')).toContain('✗ does not work');
  });

  test('says where nothing is yet', () => {
    expect(graphText(NOTHING, plain(80))).toBe(' ○ no service yet\n');
  });

  test('lets no control sequence through', () => {
    for (const width of [40, 80])
      expect(graphText(hostileStack, plain(width))).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
  });
});

describe('the stack as Mermaid', () => {
  test('draws networks as subgraphs and verdicts as marks, words and strokes', async () => {
    await expect(graphMermaid(stack)).toMatchFileSnapshot('golden/graph-stack.mmd');
    await expect(graphMermaid(apart)).toMatchFileSnapshot('golden/graph-apart.mmd');
  });

  test('lets no text end its quotes', () => {
    for (const line of graphMermaid(hostileStack).split('\n')) {
      expect(line.split('"').length % 2).toBe(1);
      expect(line.replace(/<br>/g, '')).not.toMatch(/<[a-z/]/);
    }
  });
});

describe('the stack as SVG', () => {
  const textsOf = (element: Element): readonly string[] => [
    ...(element.name === 'text' ? [element.text] : []),
    ...element.children.flatMap(textsOf),
  ];

  test('shows every part with its state and its facts', () => {
    const texts = textsOf(parseXml(graphSvg(stack)));
    expect(texts).toEqual([
      'app_network · network · bridge',
      'http://localhost:8000',
      '✗ answers 500',
      'db:5432 as user',
      '✗ sign-in refused',
      '/var/lib/postgresql/data',
      'you',
      'web',
      '✓ running',
      '14 s',
      'build ./web',
      '8000 → 8000',
      'db',
      '✓ ready',
      '16 s',
      'postgres:16-alpine',
      'no port published',
      'db_data',
      '✓ kept',
    ]);
  });

  test('stands alone, in light and in dark, and can be heard', () => {
    const svg = graphSvg(stack);
    expect(svg.replace('http://www.w3.org/2000/svg', '').replaceAll('http://localhost:8000', '')).not.toMatch(
      /https?:|@import|href|<script|<foreignObject/,
    );
    expect(svg).toContain('prefers-color-scheme: dark');
    const described = parseXml(svg).children.find(({ name }) => name === 'desc');
    expect(described?.text).toContain('web to db, db:5432 as user: sign-in refused');
  });

  test('keeps every part inside the picture', () => {
    for (const picture of [stack, apart, alone]) {
      const root = parseXml(graphSvg(picture));
      const all = (element: Element): readonly Element[] => [element, ...element.children.flatMap(all)];
      for (const { name, attributes } of all(root)) {
        if (name !== 'rect' || attributes.x === undefined) continue;
        expect(Number(attributes.x) + Number(attributes.width)).toBeLessThan(Number(root.attributes.width));
        expect(Number(attributes.y) + Number(attributes.height)).toBeLessThan(Number(root.attributes.height));
      }
    }
  });

  test('is well-formed whatever the names, and where nothing is yet', () => {
    expect(() => parseXml(graphSvg(hostileStack))).not.toThrow();
    expect(textsOf(parseXml(graphSvg(NOTHING)))).toEqual(['no service yet']);
  });
});
