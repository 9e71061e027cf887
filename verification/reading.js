// Finds a code in a picture: with the browser's own detector where there is one, else with jsQR.

const PREFIX = "KOFU2:";

/** Reads a photo; returns the content of a certificate's code, of some other code, or null. */
export async function readPhoto(file) {
  const picture = await createImageBitmap(file);
  let other = null;
  for (const [part, size] of attempts(picture)) {
    const found = await readCanvas(drawn(picture, part, size));
    if (found?.startsWith(PREFIX)) return found;
    other ??= found;
  }
  return other;
}

/** Reads one frame of a video. */
export function readFrame(video) {
  const frame = { left: 0, top: 0, width: video.videoWidth, height: video.videoHeight };
  return readCanvas(drawn(video, frame, 1280));
}

// The code's own place on a whole sheet, then a close view of it, then the corners of a sheet that lies otherwise.
function attempts({ width, height }) {
  const part = (left, top, across, down) => (
    { left: left * width, top: top * height, width: across * width, height: down * height });
  return [
    [part(0, 0.75, 0.4, 0.25), 900], [part(0, 0, 1, 1), 1000], [part(0, 0.5, 0.5, 0.5), 1100],
    [part(0, 0, 0.5, 0.5), 1100], [part(0.5, 0, 0.5, 0.5), 1100], [part(0.5, 0.5, 0.5, 0.5), 1100],
    [part(0.25, 0.25, 0.5, 0.5), 1100], [part(0, 0, 1, 1), 2000],
  ];
}

// Makes paper white and ink black: what is left of a ground pattern would keep jsQR looking for corners in it.
function flattened({ data, width, height }) {
  const grey = new Uint8ClampedArray(width * height);
  const counts = new Uint32Array(256);
  for (let pixel = 0; pixel < grey.length; pixel += 1) {
    grey[pixel] = 0.3 * data[4 * pixel] + 0.59 * data[4 * pixel + 1] + 0.11 * data[4 * pixel + 2];
    counts[grey[pixel]] += 1;
  }
  const ink = level(counts, 0.02 * grey.length);
  const paper = ink + 0.8 * (level(counts, 0.9 * grey.length) - ink);
  for (let pixel = 0; pixel < grey.length; pixel += 1) {
    const shade = 255 * (grey[pixel] - ink) / Math.max(1, paper - ink);
    data.fill(shade, 4 * pixel, 4 * pixel + 3);
  }
  return data;
}

function level(counts, share) {
  let seen = 0;
  return counts.findIndex((count) => (seen += count) >= share);
}

function drawn(source, part, size) {
  const scale = Math.min(1, size / Math.max(part.width, part.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(part.width * scale));
  canvas.height = Math.max(1, Math.round(part.height * scale));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.imageSmoothingQuality = "high";
  context.drawImage(source, part.left, part.top, part.width, part.height, 0, 0, canvas.width, canvas.height);
  return canvas;
}

async function readCanvas(canvas) {
  const detector = await nativeDetector();
  if (detector) {
    const codes = await detector.detect(canvas);
    const texts = codes.map((code) => code.rawValue);
    if (texts.length) return texts.find((text) => text.startsWith(PREFIX)) ?? texts[0];
  }
  const { width, height } = canvas;
  const image = canvas.getContext("2d").getImageData(0, 0, width, height);
  const code = globalThis.jsQR(flattened(image), width, height, { inversionAttempts: "dontInvert" });
  // Let the browser show that something is happening before the next attempt.
  await new Promise((resolve) => { setTimeout(resolve); });
  return code ? code.data : null;
}

let known;
function nativeDetector() {
  known ??= findDetector();
  return known;
}

async function findDetector() {
  try {
    const formats = await globalThis.BarcodeDetector.getSupportedFormats();
    return formats.includes("qr_code") ? new globalThis.BarcodeDetector({ formats: ["qr_code"] }) : null;
  } catch {
    return null;
  }
}
