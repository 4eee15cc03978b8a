/* The daemon's stream of events: hints that something changed. listen() keeps one stream open, comes back by itself,
 * and calls `reload` after every gap, so a page never shows old figures for long. A page in the background lets go of
 * its stream after a while: a browser has six connections for all its tabs. */
import { signal } from '@preact/signals';

export type Handlers = Record<string, (data: never) => void> & { reload: () => void };

/* "lost": the banner is shown */
export const stream = signal<'opening' | 'open' | 'lost'>('opening');

const HIDDEN_MS = 30000;
const RETRY_MS = 1500;
const LOST_MS = 1200; /* a restart shorter than this is not worth a banner */

export function listen(path: string, handlers: Handlers): () => void {
	let source: EventSource | null = null;
	let retry = 0;
	let hidden = 0;
	let lost = 0;
	let hadGap = false;

	function close(): void {
		clearTimeout(retry);
		source?.close();
		source = null;
	}
	function open(): void {
		close();
		source = new EventSource(path);
		source.onopen = () => {
			clearTimeout(lost);
			lost = 0;
			stream.value = 'open';
			if (hadGap) handlers.reload();
			hadGap = false;
		};
		source.onerror = () => {
			hadGap = true;
			if (!lost) lost = window.setTimeout(() => { stream.value = 'lost'; }, LOST_MS);
			clearTimeout(retry);
			retry = window.setTimeout(open, RETRY_MS);
		};
		for (const name of Object.keys(handlers))
			source.addEventListener(name, (event) => {
				const text = (event as MessageEvent<string>).data;
				(handlers[name] as (data: unknown) => void)(text ? JSON.parse(text) : {});
			});
	}
	function seen(): void {
		clearTimeout(hidden);
		if (document.visibilityState === 'hidden')
			hidden = window.setTimeout(() => { close(); hadGap = true; }, HIDDEN_MS);
		else if (!source) open();
	}
	document.addEventListener('visibilitychange', seen);
	open();
	return () => {
		document.removeEventListener('visibilitychange', seen);
		clearTimeout(lost);
		clearTimeout(hidden);
		close();
		stream.value = 'opening';
	};
}
