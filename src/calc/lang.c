#include "calc/lang.h"

#include <stddef.h>

const char *const lang_words[] = { NULL, "vi", "en", "zh", "ko", NULL };
