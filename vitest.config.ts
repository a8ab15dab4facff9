import { defineConfig } from 'vitest/config';

const ONE_AT_A_TIME = [
  'tutor/test/engine/**/*.test.ts',
  'tutor/test/screens/**/*.test.{ts,tsx}',
  'tutor/test/transcripts/**/*.test.ts',
];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'files',
          include: ['tutor/test/**/*.test.{ts,tsx}'],
          exclude: ONE_AT_A_TIME,
          testTimeout: 20_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // Real processes, pseudo-terminals, and one engine with one port 8000: side by side they would measure each other.
        test: {
          name: 'machine',
          include: ONE_AT_A_TIME,
          maxWorkers: 1,
          testTimeout: 120_000,
          hookTimeout: 300_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
