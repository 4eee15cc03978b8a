/* Practice: the server says with who may sign in, and with who is, that nothing here is real. Then the page wears a band and
 * other colours (html[data-practice] in look.css), wherever it is, and shows the way back to the real till. */
import { signal } from '@preact/signals';
import { Icon } from './ui';
import { t } from './words';

const home = signal<number | null>(null); /* port of the real till; null: this is it */

export function heardOfPractice(port: number | null | undefined): void {
	home.value = port ?? null;
	if (home.value !== null) document.documentElement.dataset.practice = '';
}
export function addressAt(port: number): string {
	return `${location.protocol}//${location.hostname}:${port}${location.pathname}`;
}
export function PracticeBand() {
	if (home.value === null) return null;
	return (
		<aside class="practice-band" aria-label={t('practice.band')}>
			<span><Icon name="graduation-cap" /> <strong>{t('practice.band')}</strong> {t('practice.nothing')}</span>
			<a href={addressAt(home.value)}>{t('practice.home')}</a>
		</aside>
	);
}
