// What a signed request says of its credentials: the key's id, the signature, the session's token (SigV4).

/** @param request as it is sent; anything that is no request with headers has none. */
export function credentialsSent(request: unknown): readonly string[] {
  const authorization = headerOf(request, 'authorization');
  const token = headerOf(request, 'x-amz-security-token');
  const [, id] = /Credential=([^/,\s]+)/.exec(authorization) ?? [];
  const [, signature] = /Signature=([0-9a-f]+)/.exec(authorization) ?? [];
  return [id, signature, token].flatMap((one) => (one === undefined || one === '' ? [] : [one]));
}

function headerOf(request: unknown, name: string): string {
  const headers: unknown = fieldOf(request, 'headers');
  const value: unknown =
    fieldOf(headers, name) ??
    fieldOf(
      headers,
      name.replace(/(^|-)./g, (start) => start.toUpperCase()),
    );
  return typeof value === 'string' ? value : '';
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
