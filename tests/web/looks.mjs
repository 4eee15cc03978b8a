// What a machine can hold of a page's look, worked out in the page itself: inspect(rules) → sentences of what is wrong; walk() notes
// what Tab goes to. Both stand in every page that `prepare` made ready, beside axe.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/* Runs in the page. */
function looksInPage() {
	const interactive = 'button, input, select, textarea, a[href], summary, [role=button]';
	const rootOf = () => [...document.querySelectorAll('dialog[open]')].pop() ?? document.body;
	const isSeen = (at) => at.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !at.closest('.unseen') && at.getBoundingClientRect().width > 0 && at.getBoundingClientRect().height > 0;
	const named = (at) => `${at.tagName.toLowerCase()}${at.id ? '#' + at.id : ''}${typeof at.className === 'string' && at.className ? '.' + at.className.trim().replace(/\s+/g, '.') : ''} “${(at.textContent || at.getAttribute('aria-label') || '').trim().slice(0, 40)}”`;
	const size = (at) => parseFloat(getComputedStyle(at).fontSize);

	/* ---- contrast, reckoned from what is computed ---- */
	const colour = (text) => { const parts = (text.match(/[\d.]+/g) ?? []).map(Number); return /^rgb/.test(text) ? [parts[0], parts[1], parts[2], parts[3] ?? 1] : null; };
	const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
	const light = (rgb) => { const [r, g, b] = rgb.map((each) => { const c = each / 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
	function behind(at) {
		const layers = [];
		for (let each = at; each; each = each.parentElement) {
			const style = getComputedStyle(each);
			if (style.backgroundImage !== 'none') return null; /* a picture: looked at by eye */
			const back = colour(style.backgroundColor);
			if (!back) return null;
			if (back[3] > 0) layers.push(back);
			if (back[3] === 1) break;
		}
		return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1]);
	}
	function contrast(at) {
		const ink = colour(getComputedStyle(at).color), back = behind(at);
		if (!ink || !back) return Infinity;
		const [a, b] = [light(over(ink, back)), light(back)];
		return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
	}
	const writes = (at) => (at.matches('input, textarea') ? at.value !== '' && at.type !== 'checkbox' && at.type !== 'radio' && at.type !== 'range' : [...at.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()));

	/* ---- what is cut off: by an ancestor that hides what runs over, or by the edge of a page that does not scroll ---- */
	function cutBy(at, rect, isFixedPage) {
		let across = true, down = true;
		for (let each = at.parentElement; each && (across || down); each = each.parentElement) {
			const style = getComputedStyle(each), box = each.getBoundingClientRect();
			if (across && /auto|scroll/.test(style.overflowX)) across = false;
			if (down && /auto|scroll/.test(style.overflowY)) down = false;
			if (across && /hidden|clip/.test(style.overflowX) && (rect.right > box.right + 1.5 || rect.left < box.left - 1.5)) return each;
			if (down && /hidden|clip/.test(style.overflowY) && (rect.bottom > box.bottom + 1.5 || rect.top < box.top - 1.5)) return each;
			if (style.position === 'fixed' || each.tagName === 'DIALOG') break;
		}
		const view = document.documentElement;
		if (across && (rect.right > view.clientWidth + 1.5 || rect.left < -1.5)) return view;
		if (down && isFixedPage && (rect.bottom > view.clientHeight + 1.5 || rect.top < -1.5)) return view;
		return null;
	}
	function textRect(at) {
		const range = document.createRange();
		let all = null;
		for (const node of at.childNodes) {
			if (node.nodeType !== 3 || !node.textContent.trim()) continue;
			range.selectNodeContents(node);
			for (const rect of range.getClientRects()) {
				if (!rect.width) continue;
				all = all ? { left: Math.min(all.left, rect.left), right: Math.max(all.right, rect.right), top: Math.min(all.top, rect.top), bottom: Math.max(all.bottom, rect.bottom) } : { left: rect.left, right: rect.right, top: rect.top, bottom: rect.bottom };
			}
		}
		/* A line's box is taller than its letters. */
		return all && { left: all.left, right: all.right, top: all.top + 4, bottom: all.bottom - 4 };
	}
	const mayBeCut = '.tile .from, .tabs .list *, .entry .label, .offers small, .words .spelt';

	window.inspect = ({ isTill = true, isZoomed = false } = {}) => {
		const found = [], root = rootOf(), page = document.documentElement;
		const isFixedPage = !isZoomed && document.querySelector('.till') !== null;
		if (page.scrollWidth > page.clientWidth) found.push(`the page is ${page.scrollWidth - page.clientWidth} px too wide`);
		if (isFixedPage && page.scrollHeight > page.clientHeight + 1) found.push(`the page is ${page.scrollHeight - page.clientHeight} px too high`);
		const all = [...root.querySelectorAll('*')].filter((at) => !(at instanceof SVGElement) && isSeen(at));
		const controls = all.filter((at) => at.matches(interactive));
		for (const at of all) {
			const isControl = at.matches(interactive), isText = writes(at);
			if (!isControl && !isText) continue;
			if (!at.matches(mayBeCut)) {
				const by = cutBy(at, at.getBoundingClientRect(), isFixedPage) ?? (isText ? cutBy(at.firstElementChild ?? at, textRect(at) ?? at.getBoundingClientRect(), isFixedPage) : null);
				if (by) found.push(`${named(at)} is cut by ${by.tagName.toLowerCase()}.${by.className}`);
				const own = isText && textRect(at), style = getComputedStyle(at);
				if (own && /hidden|clip/.test(style.overflowX) && (own.right > at.getBoundingClientRect().right + 1.5 || own.bottom > at.getBoundingClientRect().bottom + 1.5)) found.push(`${named(at)} is cut short`);
			}
			if (isTill && isText) {
				const ratio = contrast(at);
				if (ratio < 7) found.push(`${named(at)} stands at ${ratio.toFixed(2)}:1`);
			}
		}
		if (isZoomed) {
			/* All can be brought into sight and pressed. */
			for (const at of controls) {
				if (at.disabled || at.closest('.tile')) continue;
				at.scrollIntoView({ block: 'center', inline: 'center' });
				const rect = at.getBoundingClientRect(), hit = document.elementFromPoint(rect.left + rect.width / 2, rect.top + rect.height / 2);
				if (!hit || !(at.contains(hit) || hit.contains(at) || hit.closest('label')?.control === at)) found.push(`${named(at)} cannot be reached; there stands ${hit ? named(hit) : 'nothing'}`);
			}
			page.scrollTop = 0;
			return found;
		}
		if (!isTill) return found;
		const tender = root.querySelector('.tender');
		if (tender) {
			for (const at of [tender, ...tender.querySelectorAll('*')].filter((each) => !(each instanceof SVGElement) && isSeen(each))) {
				const style = getComputedStyle(at);
				if (/auto|scroll/.test(style.overflowY) && at.scrollHeight > at.clientHeight + 1) found.push(`a scroll bar in the tender: ${named(at)}`);
				if (/hidden/.test(style.overflowY) && !at.matches(mayBeCut) && at.scrollHeight > at.clientHeight + 2) found.push(`${named(at)} hides ${at.scrollHeight - at.clientHeight} px`);
			}
		}
		for (const at of controls) {
			const rect = at.getBoundingClientRect();
			if (at.matches('a[href]') && getComputedStyle(at).display === 'inline') continue; /* a link within a sentence */
			const box = at.matches('[type=checkbox], [type=radio]') ? (at.closest('.field, label') ?? at).getBoundingClientRect() : rect;
			if (box.height < 47.5 || box.width < 47.5) found.push(`${named(at)} is ${Math.round(box.width)} × ${Math.round(box.height)}, a target needs 48`);
			if (at.matches('.button.main') && rect.height < 63.5) found.push(`${named(at)} is ${Math.round(rect.height)} high, a main button needs 64`);
		}
		const least = (selector, px, what) => { for (const at of root.querySelectorAll(selector)) if (isSeen(at) && size(at) < px - 0.1) found.push(`${named(at)}: ${what} in ${size(at)} px, needs ${px}`); };
		least('.line .body .name, .line .body .count, .line .body .amount', 20, 'a line');
		least('.total .figure', 48, 'a total');
		least('.change .figure', 72, 'the change');
		for (const at of all) if (writes(at) && size(at) < 12.9) found.push(`${named(at)} is written in ${size(at)} px`);
		for (const at of root.querySelectorAll('[tabindex]')) if (at.tabIndex > 0) found.push(`${named(at)} jumps the order of Tab`);
		return found;
	};

	/* ---- Tab: what it goes to, and whether that can be seen ---- */
	let walked = null;
	window.walk = () => {
		const root = rootOf();
		const wanted = [...root.querySelectorAll(`${interactive}, [tabindex="0"]`)].filter((at) => isSeen(at) && !at.disabled && at.tabIndex >= 0);
		walked = { wanted, reached: new Set(), unseen: [], before: document.activeElement };
		return wanted.length;
	};
	window.addEventListener('focusin', (event) => {
		if (!walked) return;
		const at = event.target, style = getComputedStyle(at);
		walked.reached.add(at);
		if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) walked.unseen.push(named(at));
	}, true);
	window.walkedTo = () => {
		const { wanted, reached, unseen, before } = walked;
		walked = null;
		if (before && before !== document.body) before.focus();
		else document.activeElement?.blur();
		return [...wanted.filter((at) => at.isConnected && !reached.has(at)).map((at) => `Tab does not reach ${named(at)}`), ...unseen.map((each) => `the focus is not seen on ${each}`)];
	};
}
export async function prepare(context) {
	await context.addInitScript({ content: `${axe};(${looksInPage})();` });
}
/* Contrast is the slow part of axe, and inspect() reckons it, more strictly. */
export const violations = (page) => page.evaluate(() => window.axe.run({ exclude: [['.tile:nth-child(n+4)']] }, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
	rules: { 'color-contrast': { enabled: false }, 'color-contrast-enhanced': { enabled: false } } }).then((report) => report.violations.map((each) => `axe ${each.id}: ${each.nodes.map((node) => node.target.join(' ')).slice(0, 3).join(', ')}`)));
export async function walkByTab(page) {
	const count = await page.evaluate(() => window.walk());
	for (let i = 0; i < count + 6; i++) await page.keyboard.press('Tab');
	return page.evaluate(() => window.walkedTo());
}
