/* Four sounds made by the browser itself; each has its twin on the screen (a flash of the row, a notice, the paid
 * panel). A browser lets a page sound only after the first key or touch: until then play() is silent. */

export type Sound = 'hit' | 'attention' | 'stop' | 'paid';

/* tone after tone: [Hz, from s, for s] */
const tones: Record<Sound, [number, number, number][]> = {
	hit: [[1760, 0, 0.06]],
	attention: [[880, 0, 0.1], [880, 0.16, 0.1]],
	stop: [[220, 0, 0.22], [180, 0.26, 0.34]],
	paid: [[1047, 0, 0.09], [1319, 0.09, 0.09], [1568, 0.18, 0.16]],
};
/* 0 (off) to 1 (as loud as it gets), as the till likes it. */
export const volumes: Record<Sound, number> = { hit: 1, attention: 1, stop: 1, paid: 1 };
let context: AudioContext | null = null;

export function play(sound: Sound): void {
	const loud = volumes[sound];
	if (loud <= 0) return;
	try {
		context = context ?? new AudioContext();
		if (context.state === 'suspended') void context.resume();
		const now = context.currentTime;
		for (const [pitch, from, length] of tones[sound]) {
			const tone = context.createOscillator();
			const gain = context.createGain();
			tone.type = sound === 'stop' ? 'square' : 'sine';
			tone.frequency.value = pitch;
			gain.gain.setValueAtTime(0.0001, now + from);
			gain.gain.exponentialRampToValueAtTime(loud * (sound === 'stop' ? 0.12 : 0.2), now + from + 0.01);
			gain.gain.exponentialRampToValueAtTime(0.0001, now + from + length);
			tone.connect(gain).connect(context.destination);
			tone.start(now + from);
			tone.stop(now + from + length + 0.02);
		}
	} catch { /* no sound device: the screen says the same */ }
}
