import type { Encoded } from '../../shared/api';
import { FaultError } from '../../shared/fault-error';

const int64Limits = [-(2n ** 63n), 2n ** 63n - 1n] as const;

/** The bytes of a key, value or header that somebody has typed. Null stays null, which is not empty. */
export function encode(given: Encoded | null, field: string): Buffer | null {
  if (given === null) return null;
  const wrong = (what: string): FaultError => FaultError.of('BAD_REQUEST', `${field} ${what}`, { field });
  const { as, data } = given;
  switch (as) {
    case 'utf8':
      return Buffer.from(data, 'utf8');
    case 'json':
      checkJson(data, wrong);
      return Buffer.from(data, 'utf8');
    case 'hex':
      return hexBytes(data, wrong);
    case 'base64':
      return base64Bytes(data, wrong);
    case 'int32':
    case 'int64':
      return wholeBytes(as, data, wrong);
    case 'float64':
      return floatBytes(data, wrong);
    case 'uuid':
      return uuidBytes(data, wrong);
    default:
      throw FaultError.of('UNSUPPORTED', `${field} ${as}: there is no such encoder in this server`, { field });
  }
}

type Wrong = (what: string) => FaultError;

/** Sent as it was typed; only checked. */
function checkJson(data: string, wrong: Wrong): void {
  try {
    JSON.parse(data);
  } catch (error) {
    throw wrong(`is no JSON: ${(error as Error).message}`);
  }
}

function hexBytes(data: string, wrong: Wrong): Buffer {
  const digits = data.replace(/[\s:]/g, '');
  if (!/^([0-9a-f]{2})*$/i.test(digits)) throw wrong('must be pairs of hex digits, as 00 ff');
  return Buffer.from(digits, 'hex');
}

function base64Bytes(data: string, wrong: Wrong): Buffer {
  const letters = data.replace(/\s/g, '');
  // Buffer.from skips what is no letter of base64.
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(letters) || letters.replace(/=/g, '').length % 4 === 1)
    throw wrong('must be base64');
  return Buffer.from(letters, 'base64');
}

function wholeBytes(as: 'int32' | 'int64', data: string, wrong: Wrong): Buffer {
  const text = data.trim();
  const [least, most] = as === 'int32' ? [-(2n ** 31n), 2n ** 31n - 1n] : int64Limits;
  if (!/^-?\d{1,20}$/.test(text)) throw wrong('must be a whole number');
  const value = BigInt(text);
  if (value < least || value > most) throw wrong(`must be from ${least} to ${most}`);
  const bytes = Buffer.alloc(as === 'int32' ? 4 : 8);
  if (as === 'int32') bytes.writeInt32BE(Number(value));
  else bytes.writeBigInt64BE(value);
  return bytes;
}

function floatBytes(data: string, wrong: Wrong): Buffer {
  const text = data.trim();
  if (!/^[-+]?(\d+\.?\d*([eE][-+]?\d+)?|\.\d+([eE][-+]?\d+)?|Infinity)$|^NaN$/.test(text))
    throw wrong('must be a number, NaN or Infinity');
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(Number(text));
  return bytes;
}

function uuidBytes(data: string, wrong: Wrong): Buffer {
  const text = data.trim();
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) throw wrong('must be a UUID: 8-4-4-4-12 hex digits');
  return Buffer.from(text.replaceAll('-', ''), 'hex');
}
