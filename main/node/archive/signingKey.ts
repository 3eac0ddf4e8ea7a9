import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { ReportSigner } from '../../../app/ports.ts';
import type { Connection } from './database.ts';

const settingName = 'auditSigningKey';

/** Ed25519, one an archive, made when it is first needed; it lies in the encrypted archive. Must run inside a transaction. */
export function signingKey({ query, first, run }: Connection): KeyObject {
  const kept = first(query.selectFrom('settings').select('value').where('name', '=', settingName).compile());
  if (kept !== undefined) return createPrivateKey(String(JSON.parse(kept.value)));
  const { privateKey } = generateKeyPairSync('ed25519');
  const value = JSON.stringify(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  run(query.insertInto('settings').values({ name: settingName, value }).compile());
  return privateKey;
}

/** Signs reports with the key that signs exported trails. Must run inside a transaction, the signing itself need not. */
export function reportSigner(connection: Connection): ReportSigner {
  const key = signingKey(connection);
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64');
  return { publicKey, sign: async (text) => sign(null, Buffer.from(text), key).toString('base64') };
}
