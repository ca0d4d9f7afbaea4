/**
 * What our packages ask for and telephones of 2020 lack: Safari 14.0 and Firefox before 102 have no `TransformStream`, and nobody had the others. Imported for what
 * it does, before anything else. `test/floor.test.ts` knows these names, and `accessible.mjs` takes them from a browser and sends a testimony without them.
 */
function supply(to: object, name: string, value: unknown): void {
  if (!(name in to)) {
    Object.defineProperty(to, name, { value, writable: true, configurable: true });
  }
}

interface Between {
  readonly transformer: Transformer<Uint8Array, Uint8Array>;
}

/** Only as far as age needs it: what goes in comes from `pipeThrough`, and there is no side to write to. */
class SimpleTransform implements Between {
  constructor(readonly transformer: Transformer<Uint8Array, Uint8Array>) {}
}

function pipeThrough(this: ReadableStream<Uint8Array>, { transformer }: Between): ReadableStream<Uint8Array> {
  const reader = this.getReader();
  const end = (): void => undefined;
  return new ReadableStream<Uint8Array>({
    start: (controller) => transformer.start?.({ ...out(controller), terminate: end }),
    pull: async (controller) => {
      let wrote = false;
      const to = { ...out(controller, () => (wrote = true)), terminate: end };
      while (!wrote) {
        const { value, done } = await reader.read();
        if (done) {
          await transformer.flush?.(to);
          controller.close();
          return;
        }
        if (transformer.transform === undefined) {
          to.enqueue(value);
        } else {
          await transformer.transform(value, to);
        }
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

const out = (controller: ReadableStreamDefaultController<Uint8Array>, wrote: () => void = () => undefined) => ({
  desiredSize: null,
  enqueue: (chunk?: Uint8Array): void => {
    controller.enqueue(chunk!);
    wrote();
  },
  error: (reason?: unknown): void => controller.error(reason),
});

if (typeof TransformStream === "undefined" || !("pipeThrough" in ReadableStream.prototype)) {
  Object.defineProperty(globalThis, "TransformStream", { value: SimpleTransform, writable: true, configurable: true });
  Object.defineProperty(ReadableStream.prototype, "pipeThrough", { value: pipeThrough, writable: true, configurable: true });
}
supply(Object, "hasOwn", (of: object, name: string) => Object.prototype.hasOwnProperty.call(of, name));
supply(String.prototype, "replaceAll", function (this: string, sought: string, by: string) {
  return this.split(sought).join(by);
});
