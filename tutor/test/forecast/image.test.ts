import { describe, expect, it } from 'vitest';
import { databaseOf, isImageReference, parseImage, postgresVersion } from '../../src/forecast/image.ts';

describe('an image', () => {
  it.each([
    ['postgres:16-alpine', 'postgres'],
    ['docker.io/library/postgres:16', 'postgres'],
    ['postgis/postgis:16-3.4', 'postgres'],
    ['bitnami/postgresql:16', 'postgres'],
    ['timescale/timescaledb:latest-pg16', 'postgres'],
    ['postgers:16-alpine', 'meant-postgres'],
    ['Postgres:16', 'meant-postgres'],
    ['postgresql:16-alpine', 'meant-postgres'],
    ['postgis:16', 'meant-postgres'],
    ['mysql:8', 'other-database'],
    ['mcr.microsoft.com/mssql/server', 'other-database'],
    ['prometheuscommunity/postgres-exporter', 'other'],
    ['dpage/pgadmin4', 'other'],
    ['nginx', 'other'],
  ] as const)('%s is %s', (image, meaning) => {
    expect(databaseOf(parseImage(image))).toBe(meaning);
  });

  it.each([
    ['postgres:16-alpine', { kind: 'pinned', major: 16 }],
    ['postgres:16.4', { kind: 'pinned', major: 16 }],
    ['postgres:15', { kind: 'pinned', major: 15 }],
    ['postgres:17beta1', { kind: 'pinned', major: 17 }],
    ['postgres', { kind: 'moving', major: 18 }],
    ['postgres:latest', { kind: 'moving', major: 18 }],
    ['postgres:alpine', { kind: 'moving', major: 18 }],
    ['timescale/timescaledb:latest-pg16', { kind: 'pinned', major: 16 }],
    ['bitnami/postgresql:latest', { kind: 'unknown' }],
    [`postgres@sha256:${'a'.repeat(64)}`, { kind: 'unknown' }],
  ] as const)('%s is of version %j', (image, version) => {
    expect(postgresVersion(parseImage(image))).toEqual(version);
  });

  it.each([
    ['postgres:16-alpine', true],
    ['localhost:5000/a/b:1', true],
    ['postgres: 16-alpine', false],
    ['Postgres:16', false],
    ['postgres:', false],
    ['', false],
  ] as const)('%j is a reference: %s', (text, expected) => {
    expect(isImageReference(text)).toBe(expected);
  });

  it('knows where its tag stands', () => {
    const text = 'localhost:5000/postgres:16';
    expect(text.slice(parseImage(text).tagFrom)).toBe('16');
  });
});
