/* A write that is done once, however often the button is pressed: while one is under way a second is none (null), even before
 * the page is drawn anew; and what may have happened (its answer never came) is asked again under its old name. */
import { useRef } from 'preact/hooks';
import { isPassing, post } from './api';
import { newId } from './id';
import { keptObject } from './kept';

/* What came of a press stays a moment: a second press in haste meant the first, not what stands in its place now. */
const REST_MS = 600;
export function rests(since: number): boolean {
	return performance.now() - since < REST_MS;
}
const fresh = () => ({ isSending: false, id: '', what: '' });
/* of: where the form is kept (kept.ts), its name is kept with it, so that what is sent again after Esc is not done twice. */
export function useOnce(of?: string): <T>(path: string, body: object) => Promise<T | null> {
	const now = useRef<ReturnType<typeof fresh> | null>(null);
	now.current ??= of ? keptObject(`${of} once`, fresh) : fresh();
	return async <T>(path: string, body: object) => {
		const mine = now.current!;
		const what = path + JSON.stringify(body);
		if (mine.isSending) return null;
		if (mine.what !== what) Object.assign(mine, { id: newId(), what });
		mine.isSending = true;
		try {
			const answer = await post<T>(path, { id: mine.id, ...body });
			mine.what = '';
			return answer;
		} catch (error) {
			if (!isPassing(error)) mine.what = '';
			throw error;
		} finally {
			mine.isSending = false;
		}
	};
}
