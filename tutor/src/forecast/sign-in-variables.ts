/** Whether a variable is one of those by which a page and its database find each other. */
export function ofTheSignIn(name: string): boolean {
  return /^(POSTGRES_|PG|DB_|DATABASE_)|_URL$|_URI$/.test(name);
}
