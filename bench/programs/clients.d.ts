// The module that the bench's bundle generates (bench/bundle.ts).
declare module 'bench:clients' {
  export function loadClients(): Promise<unknown>;
}
