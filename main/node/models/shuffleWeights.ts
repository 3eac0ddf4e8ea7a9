/** Field numbers of onnx.proto. */
const graphField = 7;
const initializerField = 5;
const dataTypeField = 2;
const rawDataField = 9;
const floatType = 1;
/** Shapes, biases of a handful and the like are left alone. */
const fewestValues = 64;

interface Field {
  readonly number: number;
  /** Of a field of bytes, where they lie; of a number, nothing. */
  readonly from: number;
  readonly to: number;
  readonly value: number;
}

/** The fields of a protobuf message between two places. */
function* fieldsOf(bytes: Uint8Array, from: number, to: number): Generator<Field> {
  let at = from;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; at < to; shift += 7) {
      const byte = bytes[at++]!;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    return value;
  };
  while (at < to) {
    const key = varint();
    const number = Math.floor(key / 8);
    const kind = key % 8;
    if (kind === 0) yield { number, from: at, to: at, value: varint() };
    else if (kind === 1) at += 8;
    else if (kind === 5) at += 4;
    else {
      const length = varint();
      yield { number, from: at, to: at + length, value: 0 };
      at += length;
    }
  }
}

/** Where the numbers of the graph's weights lie: those stored as raw 32-bit floats. */
const weightsOf = (bytes: Uint8Array): readonly Field[] =>
  [...fieldsOf(bytes, 0, bytes.length)]
    .filter(({ number }) => number === graphField)
    .flatMap(({ from, to }) => [...fieldsOf(bytes, from, to)])
    .filter(({ number }) => number === initializerField)
    .map(({ from, to }) => [...fieldsOf(bytes, from, to)])
    .filter((tensor) => tensor.some(({ number, value }) => number === dataTypeField && value === floatType))
    .flatMap((tensor) => tensor.filter(({ number }) => number === rawDataField));

/**
 * An ONNX model with the numbers of each larger weight in another order, the same at every call: a network of the same build that
 * has learnt nothing (Adebayo et al. 2018). All else of the file stays as it is.
 */
export const shuffleWeights = (model: Uint8Array): Uint8Array => {
  const bytes = Uint8Array.from(model);
  let seed = 1;
  const random = (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  for (const { from, to } of weightsOf(bytes)) {
    const values = new Float32Array(bytes.slice(from, to).buffer);
    if (values.length < fewestValues) continue;
    for (let i = values.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [values[i], values[j]] = [values[j]!, values[i]!];
    }
    bytes.set(new Uint8Array(values.buffer), from);
  }
  return bytes;
};
