/* Where the person is: #/items/ID?q=mat+ong. A link is an ordinary one, so Back, a new tab and a bookmark work. */
import { signal } from '@preact/signals';
import { query } from '../lib/api';

export interface Route { page: string; id: string; part: string; params: Record<string, string> }

function read(): Route {
	const [path = '', search = ''] = location.hash.replace(/^#\/?/, '').split('?');
	const [page = '', id = '', part = ''] = path.split('/').map(decodeURIComponent);
	return { page: page || 'today', id, part, params: Object.fromEntries(new URLSearchParams(search)) };
}
export const route = signal<Route>(read());
window.addEventListener('hashchange', () => {
	const before = route.value;
	route.value = read();
	if (before.page !== route.value.page || before.id !== route.value.id || before.part !== route.value.part) {
		window.scrollTo(0, 0);
		requestAnimationFrame(() => document.getElementById('main')?.focus({ preventScroll: true }));
	}
});

export function hrefTo(path: string, params: Record<string, string | number | null | undefined> = {}): string {
	return `#/${path}${query(params)}`;
}
export function go(path: string, params: Record<string, string | number | null | undefined> = {}): void {
	location.hash = hrefTo(path, params);
}
