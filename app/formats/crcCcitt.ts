/**
 * CRC-CCITT as SCP-ECG (EN 1064) and ISHNE 1.0 use it: polynomial x^16 + x^12 + x^5 + 1, all ones to begin with, most
 * significant bit first.
 */
export const crcCcitt = (bytes: Uint8Array, from = 0, to = bytes.length): number => {
  let crc = 0xffff;
  for (let at = from; at < to; at += 1) {
    crc = ((crc >> 8) | (crc << 8)) & 0xffff;
    crc ^= bytes[at]!;
    crc ^= (crc & 0xff) >> 4;
    crc ^= (crc << 12) & 0xffff;
    crc ^= ((crc & 0xff) << 5) & 0xffff;
  }
  return crc;
};
