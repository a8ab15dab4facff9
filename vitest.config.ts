import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tutor/test/**/*.test.{ts,tsx}'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
