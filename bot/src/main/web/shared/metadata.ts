import { cleanedJpeg, hiddenInJpeg, isJpeg } from "./metadata/jpeg.ts";
import { cleanedFilm, hiddenInFilm, isFilm } from "./metadata/mp4.ts";
import { cleanedPng, hiddenInPng, isPng } from "./metadata/png.ts";
import { cleanedWebp, hiddenInWebp, isWebp } from "./metadata/webp.ts";

/** What a file tells beside what it shows. */
export type Hidden = "place" | "time" | "device" | "other";

/** Larger pictures are not read whole: a small telephone has no room for them twice. */
const LARGEST_PICTURE = 40 * 1024 * 1024;

const PICTURES = [
  { is: isJpeg, hidden: hiddenInJpeg, cleaned: cleanedJpeg },
  { is: isPng, hidden: hiddenInPng, cleaned: cleanedPng },
  { is: isWebp, hidden: hiddenInWebp, cleaned: cleanedWebp },
];

/** Each kind that was found. A file of an unknown or broken form tells nothing here, which does not mean that it holds nothing. */
export async function hiddenData(content: Blob): Promise<Hidden[]> {
  const found = await unlessBroken(async () => {
    if (await isFilm(content)) {
      return hiddenInFilm(content);
    }
    const bytes = await pictureBytes(content);
    return PICTURES.find(({ is }) => is(bytes))?.hidden(bytes);
  });
  return [...new Set(found)];
}

/**
 * The same picture or film without what was hidden in it; what it shows are the same bytes. Undefined where there is nothing to take away, or the form is
 * not one that we can write.
 */
export async function withoutMetadata(content: Blob): Promise<Blob | undefined> {
  if ((await hiddenData(content)).length === 0) {
    return undefined;
  }
  return unlessBroken(async () => {
    if (await isFilm(content)) {
      return cleanedFilm(content);
    }
    const bytes = await pictureBytes(content);
    const parts = PICTURES.find(({ is }) => is(bytes))?.cleaned(bytes);
    return parts === undefined ? undefined : new Blob(parts as BlobPart[], { type: content.type });
  });
}

const pictureBytes = async (content: Blob): Promise<Uint8Array> =>
  content.size > LARGEST_PICTURE ? new Uint8Array() : new Uint8Array(await content.arrayBuffer());

async function unlessBroken<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (e) {
    if (e instanceof RangeError) {
      return undefined;
    }
    throw e;
  }
}
