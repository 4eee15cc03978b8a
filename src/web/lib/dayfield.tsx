/* Every field for a day: a text, dd/mm/yyyy whatever the browser's language, that takes what people type and says back what it heard.
 * useDay() is what the till's DayField below and the office's (in its form) have in common. */
import { useEffect, useState } from 'preact/hooks';
import { readWhen, stepDay, weekdayText } from './day';
import { dayText, isoToday } from './time';
import { Field } from './ui';
import { language, t } from './words';

export interface HeardDay { value: string | null; wrong: string; hint: string }

/* isAhead: a day to come is meant where the year is open, and one that is past is wrong. */
export function hearDay(text: string, isAhead = false, edge: 'first' | 'last' = 'first'): HeardDay {
	if (text.trim() === '') return { value: null, wrong: '', hint: '' };
	const found = readWhen(text, isoToday(), isAhead, edge);
	return found ? { value: found.day, wrong: '', hint: weekdayText(found.day, language.value) + (found.isTurned ? t('day.turned') : '') } : { value: null, wrong: t('day.unread'), hint: '' };
}

/* What is typed stays as typed while it is typed, and is written properly when left; then also what is wrong is said. */
export function useDay(value: string | null, onChange: (value: string | null) => void, hear: (text: string) => HeardDay) {
	const [text, setText] = useState(value ? dayText(value) : '');
	const [isInside, setInside] = useState(false);
	const [wasLeft, setLeft] = useState(false);
	const heard = hear(text);
	function take(next: string): void {
		setText(next);
		const now = hear(next);
		if (!now.wrong) onChange(now.value);
	}
	useEffect(() => { /* changed from outside, while nobody types here */
		if (!isInside && !heard.wrong && value !== heard.value) setText(value ? dayText(value) : '');
	}, [value, isInside]);
	const input = {
		type: 'text', inputMode: 'text', placeholder: 'dd/mm/yyyy', maxLength: 40, value: text,
		onInput: (event: { currentTarget: HTMLInputElement }) => take(event.currentTarget.value),
		onFocus: () => setInside(true),
		onBlur: () => {
			setInside(false);
			setLeft(true);
			if (!heard.wrong && heard.value) setText(dayText(heard.value));
		},
		onKeyDown: (event: KeyboardEvent) => {
			const next = event.ctrlKey || event.altKey || event.metaKey ? null : stepDay(event.key, heard.value, isoToday());
			if (event.key === 'Enter') setLeft(true);
			if (!next) return;
			event.preventDefault();
			take(dayText(next));
		},
	} as const;
	return { heard, input, wrong: wasLeft ? heard.wrong : '' };
}

/* from: the first day that may be. What cannot be read is no day: the value is null then. */
export function DayField({ label, value, onChange, from, isAhead = false }: { label: string; value: string | null; onChange: (value: string | null) => void; from?: string; isAhead?: boolean }) {
	const { heard, input, wrong } = useDay(value, onChange, (text) => {
		const now = hearDay(text, isAhead);
		return from && now.value && now.value < from ? { value: null, hint: '', wrong: t('day.too_early', { day: dayText(from) }) } : now;
	});
	useEffect(() => { if (heard.wrong && value) onChange(null); }, [heard.wrong]);
	return <Field label={label} {...input} error={wrong || undefined} hint={heard.hint || t('day.how')} />;
}
