// Puts a recorder beside a file field for a sound. What is recorded becomes the field's file, so that the form is sent as
// any other; where a browser cannot record, the field stays what it is.
"use strict";

const TYPES = ["audio/mp4;codecs=mp4a.40.2", "audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/webm", "audio/mp4"];
const ENDINGS = { "audio/mp4": "m4a", "audio/ogg": "ogg", "audio/webm": "webm" };

const canRecord = () => Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder && window.DataTransfer);
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

function prepareRecorder(box) {
  const part = (name) => box.querySelector(`[data-${name}]`);
  const [field, start, stop, time, state, listen] = [box.querySelector("input[type=file]"), ...["record", "stop", "clock", "state", "listen"].map(part)];
  const most = Number(box.dataset.most);
  let recorder, ticking, address;

  function show(recording) {
    start.hidden = recording;
    stop.hidden = time.hidden = !recording;
    (recording ? stop : start).focus();
  }

  function offer(file) {
    if (address) URL.revokeObjectURL(address);
    address = file ? URL.createObjectURL(file) : "";
    listen.hidden = !file;
    if (file) listen.src = address;
    else listen.removeAttribute("src");
  }

  function keep(pieces, type) {
    const kind = type.split(";")[0];
    const files = new DataTransfer();
    files.items.add(new File(pieces, `voice.${ENDINGS[kind] ?? "webm"}`, { type: kind }));
    field.files = files.files;
    offer(field.files[0]);
  }

  async function record() {
    let sound;
    try {
      sound = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      state.textContent = box.dataset.saysDenied;
      return;
    }
    const pieces = [];
    const type = TYPES.find((one) => MediaRecorder.isTypeSupported(one)) ?? "";
    recorder = new MediaRecorder(sound, { mimeType: type || undefined, audioBitsPerSecond: 64000 });
    recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
    recorder.addEventListener("stop", () => {
      clearInterval(ticking);
      for (const track of sound.getTracks()) track.stop();
      keep(pieces, recorder.mimeType);
      state.textContent = box.dataset.saysDone;
      show(false);
    });
    const since = performance.now();
    time.textContent = clock(0);
    ticking = setInterval(() => {
      const seconds = (performance.now() - since) / 1000;
      time.textContent = clock(seconds);
      if (seconds >= most && recorder.state === "recording") recorder.stop();
    }, 200);
    state.textContent = box.dataset.saysRecording;
    offer(null);
    recorder.start(1000);
    show(true);
  }

  start.addEventListener("click", record);
  stop.addEventListener("click", () => recorder.state === "recording" && recorder.stop());
  field.addEventListener("change", () => {
    state.textContent = "";
    offer(field.files[0] ?? null);
  });
  box.querySelector(".recorder__tools").hidden = false;
}

if (canRecord()) document.querySelectorAll("[data-recorder]").forEach(prepareRecorder);
