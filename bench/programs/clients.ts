// Loads the clients of these kinds of sources. The bundler makes a part of every client that the pattern finds.

export async function loadClients(kinds: readonly string[]): Promise<void> {
  await Promise.all(kinds.map((kind) => import(`../../src/sources/${kind}/client.ts`)));
}
