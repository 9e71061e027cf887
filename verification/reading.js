// Finds a code in a picture: with the browser's own detector where there is one, else with jsQR.

const LARGEST = 2600;
const PREFIX = "KOFU2:";

/** Reads a photo; returns the content of a certificate's code, of some other code, or null. */
export async function readPhoto(file) {
  const picture = await createImageBitmap(file);
  const whole = { left: 0, top: 0, width: picture.width, height: picture.height };
  let other = null;
  for (const [part, size] of attempts(whole)) {
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

// A whole sheet first, then its corners, since the code is a tenth of its area; each in more than one size.
function attempts(whole) {
  const width = whole.width / 2;
  const height = whole.height / 2;
  const corners = [[0, 1], [0, 0], [1, 1], [1, 0]].map(([across, down]) => (
    { left: across * width, top: down * height, width, height }));
  const middle = { left: width / 2, top: height / 2, width, height };
  return [
    [whole, 1600], [whole, LARGEST], [corners[0], 1400], [corners[0], 900],
    ...corners.slice(1).map((corner) => [corner, 1400]), [middle, 1400], [whole, 900],
  ];
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
  const { data, width, height } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const code = globalThis.jsQR(data, width, height, { inversionAttempts: "dontInvert" });
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
