/* Reading for a page: useLoad() one answer, usePages() a list page by page. A failure is kept as a sentence beside what
 * was there before. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { get } from '../lib/api';
import type { Page } from './types';

export interface Loaded<T> { data: T | null; trouble: string; isBusy: boolean; reload: () => void }

const sentence = (error: unknown) => (error instanceof Error ? error.message : String(error));

/* path null: nothing is asked */
export function useLoad<T>(path: string | null, pause = 0): Loaded<T> {
	const [state, setState] = useState<{ path: string | null; data: T | null; trouble: string }>({ path: null, data: null, trouble: '' });
	const [isBusy, setBusy] = useState(path !== null);
	const [times, setTimes] = useState(0);
	useEffect(() => {
		if (path === null) {
			setBusy(false);
			return;
		}
		let isStale = false;
		setBusy(true);
		const timer = setTimeout(() => {
			get<T>(path)
				.then((data) => { if (!isStale) setState({ path, data, trouble: '' }); })
				.catch((error: unknown) => { if (!isStale) setState((old) => ({ path, data: old.path === path ? old.data : null, trouble: sentence(error) })); })
				.finally(() => { if (!isStale) setBusy(false); });
		}, pause);
		return () => { isStale = true; clearTimeout(timer); };
	}, [path, times]);
	return { data: state.data, trouble: state.trouble, isBusy, reload: () => setTimes((n) => n + 1) };
}

export interface Pages<R, A> extends Loaded<A> { rows: R[]; isMore: boolean; more: () => void }

/* `path` has its query, `name` is the member that holds the rows; further pages are asked with after=next. */
export function usePages<R, A extends Page>(path: string, name: string): Pages<R, A> {
	const first = useLoad<A>(path, 120);
	const [further, setFurther] = useState<{ of: A | null; rows: R[]; next: string | null }>({ of: null, rows: [], next: null });
	const [trouble, setTrouble] = useState('');
	const [isBusy, setBusy] = useState(false);
	const asked = useRef(path);
	asked.current = path;
	const mine = further.of === first.data ? further : { of: first.data, rows: [], next: first.data?.next ?? null };
	const rowsOf = (answer: A | null) => ((answer as unknown as Record<string, R[]> | null)?.[name] ?? []);
	function more(): void {
		if (!mine.next || isBusy) return;
		const from = path;
		setBusy(true);
		get<A>(`${path}${path.includes('?') ? '&' : '?'}after=${encodeURIComponent(mine.next)}`)
			.then((answer) => {
				if (asked.current !== from) return;
				setFurther({ of: first.data, rows: [...mine.rows, ...rowsOf(answer)], next: answer.next ?? null });
				setTrouble('');
			})
			.catch((error: unknown) => setTrouble(sentence(error)))
			.finally(() => setBusy(false));
	}
	return { ...first, rows: [...rowsOf(first.data), ...mine.rows], isMore: mine.next !== null, more, isBusy: first.isBusy || isBusy, trouble: first.trouble || trouble };
}
