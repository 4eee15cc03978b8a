/*
 * What is wrong with an input, said to the person who typed it: a Vietnamese sentence that names the field as the pages do.
 *
 * The floors below say it in English and for programs; here it is said again from the table of the shape.
 *
 * Thread: any.
 */
#ifndef APP_WRONG_H
#define APP_WRONG_H

#include "base/err.h"

struct node;
struct shape;

/* What a field is called on the pages ("qty_milli": "số lượng"); NULL: not known. */
const char *wrong_label(const char *name);

/* shape_take refused the object (err->field is the path below it): err->text becomes the sentence. Returns false. */
bool wrong_say(const struct shape *shape, const struct node *object, struct err *err);

/* An error that was meant for programs, before it leaves for a page: an English sentence becomes what to do about it. True: it was one. */
bool wrong_is_english(const struct err *err);
bool wrong_translate(struct err *err);

#endif
