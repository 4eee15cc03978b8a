#include "calc/gs1_ai.h"

#include <stdio.h>
#include <string.h>

/* other: the AI that it clashes with, or the list that it needs. */
static void warn(struct gs1 *gs1, enum gs1_rule rule, const char *ai, const char *other)
{
	struct gs1_warning *warning = &gs1->warnings[gs1->warnings_count];

	gs1->contradicts |= rule == GS1_EXCLUDES || rule == GS1_REPEATED;
	if (gs1->warnings_count == GS1_WARNINGS_MAX)
		return;
	gs1->warnings_count++;
	warning->rule = rule;
	switch (rule) {
	case GS1_NEEDS:
		snprintf(warning->text, sizeof(warning->text), "AI (%s) needs one of these beside it: %s", ai, other);
		break;
	case GS1_EXCLUDES:
		snprintf(warning->text, sizeof(warning->text), "AI (%s) must not stand beside AI (%s)", ai, other);
		break;
	case GS1_REPEATED:
		snprintf(warning->text, sizeof(warning->text), "AI (%s) stands twice with different values", ai);
		break;
	case GS1_SERIAL:
		snprintf(warning->text, sizeof(warning->text), "AI (%s) needs its serial part beside AI (%s)", ai, other);
		break;
	}
}

static const struct gs1_ai *row_of(const struct gs1_element *element)
{
	return gs1_ai_find(element->ai, strlen(element->ai));
}

/* Whether the list names this AI. An AI never excludes itself, even where its own pattern is in the list. */
static bool excludes(const struct gs1_ai *row, const char *own, const char *ai)
{
	if (strcmp(own, ai) == 0)
		return false;
	for (const char *at = row->excludes; *at;) {
		size_t size = strcspn(at, ",");

		if (gs1_ai_matches(at, size, ai))
			return true;
		at += size + (at[size] == ',');
	}
	return false;
}

static bool has(const struct gs1 *gs1, const char *pattern, size_t size)
{
	for (size_t i = 0; i < gs1->elements_count; i++)
		if (gs1_ai_matches(pattern, size, gs1->elements[i].ai))
			return true;
	return false;
}

/* "01+21,03": 01 together with 21, or 03. */
static bool is_met(const struct gs1 *gs1, const char *needs)
{
	bool all = true;

	for (const char *at = needs; *at;) {
		size_t size = strcspn(at, "+,");

		all = all && has(gs1, at, size);
		at += size;
		if (*at != '+') {
			if (all)
				return true;
			all = true;
		}
		at += *at != '\0';
	}
	return false;
}

/* A signature over a document, a coupon or a returnable asset is worth something only with its serial part. */
static bool lacks_serial(const struct gs1_element *element)
{
	size_t size = strlen(element->value);

	return ((strcmp(element->ai, "253") == 0 || strcmp(element->ai, "255") == 0) && size == 13) ||
	       (strcmp(element->ai, "8003") == 0 && size == 14);
}

void gs1_check_rules(struct gs1 *gs1)
{
	bool is_signed = has(gs1, "8030", 4);

	for (size_t i = 0; i < gs1->elements_count; i++) {
		const struct gs1_element *element = &gs1->elements[i];
		const struct gs1_ai *row = row_of(element);
		bool first = true;

		for (size_t k = 0; k < i; k++) {
			const struct gs1_element *other = &gs1->elements[k];

			first &= strcmp(element->ai, other->ai) != 0;
			if (strcmp(element->ai, other->ai) == 0 && strcmp(element->value, other->value) != 0)
				warn(gs1, GS1_REPEATED, element->ai, other->ai);
			else if (excludes(row, element->ai, other->ai) || excludes(row_of(other), other->ai, element->ai))
				warn(gs1, GS1_EXCLUDES, element->ai, other->ai);
		}
		if (first && *row->needs && !is_met(gs1, row->needs))
			warn(gs1, GS1_NEEDS, element->ai, row->needs);
		if (is_signed && lacks_serial(element))
			warn(gs1, GS1_SERIAL, element->ai, "8030");
	}
}
