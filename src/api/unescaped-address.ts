import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** As Node answers by itself where nobody listens for `clientError`. */
const answers: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};
const badAddress = new Set(['HPE_INVALID_URL', 'HPE_INVALID_CONSTANT']);
/** The first line of a request at the address of a source, byte by byte. */
const firstLine = /^((?:GET|POST) )(\/in\/[^\r\n]*?)( HTTP\/1\.[01]\r?\n)/;

interface ClientError extends Error {
  code?: string;
  /** What was read when the mistake was met. */
  rawPacket?: Buffer;
}

/**
 * Senders of events write letters and spaces into the address as they are, which other servers take and Node's parser refuses.
 * At the addresses of sources such bytes are escaped, and the request is read again; every other mistake is answered as ever.
 */
export function takeUnescapedAddresses(server: Server): void {
  const readAgain = new WeakSet<object>();
  server.on('clientError', (error: ClientError, socket: Socket) => {
    const escaped = badAddress.has(error.code ?? '') && error.rawPacket ? escapedRequest(error.rawPacket) : null;
    if (escaped === null || readAgain.has(socket)) return refuse(error, socket);
    const connection = connectionOf(socket, escaped);
    readAgain.add(connection);
    server.emit('connection', connection);
  });
  server.prependListener('request', ({ socket }, response) => {
    // What follows on the connection would be read by two parsers.
    if (readAgain.has(socket)) response.setHeader('Connection', 'close');
  });
}

/** Null where the address is not what is wrong with it. */
function escapedRequest(packet: Buffer): Buffer | null {
  const text = packet.toString('latin1');
  const [line, method = '', address = '', version = ''] = firstLine.exec(text) ?? [];
  if (line === undefined) return null;
  const escaped = address.replace(
    /[^!-~]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
  return escaped === address ? null : Buffer.from(method + escaped + version + text.slice(line.length), 'latin1');
}

/** The same connection as if it had begun with `head`. */
function connectionOf(socket: Socket, head: Buffer): Duplex {
  for (const event of ['data', 'end', 'error', 'timeout', 'drain']) socket.removeAllListeners(event);
  const connection = new Duplex({
    read: () => void socket.resume(),
    write: (chunk, encoding, done) => void socket.write(chunk, encoding, done),
    final: (done) => void socket.end(done),
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  socket.on('data', (chunk) => {
    if (!connection.push(chunk)) socket.pause();
  });
  socket.on('end', () => connection.push(null));
  socket.on('error', () => connection.destroy());
  socket.on('close', () => connection.destroy());
  connection.push(head);
  // Where a request came from is asked of its connection.
  const { remoteAddress, remotePort, remoteFamily } = socket;
  return Object.assign(connection, { remoteAddress, remotePort, remoteFamily });
}

function refuse({ code = '' }: ClientError, socket: Socket): void {
  if (socket.writable) socket.write(`HTTP/1.1 ${answers[code] ?? '400 Bad Request'}\r\nConnection: close\r\n\r\n`);
  socket.destroy();
}
