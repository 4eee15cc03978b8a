/* Bytes as JSON for a request: refused or read; what was read writes itself, and reads back to the same bytes. */
#include <assert.h>
#include <string.h>

#include "calc/shape.h"
#include "shop/sale.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new((size_t)64 << 20);
	struct err err = { 0 };
	struct sale first, second;
	struct buf once, twice;

	if (shape_read(&sale_shape, (const char *)data, size, arena, &first, &err)) {
		buf_init(&once, (size_t)8 << 20);
		buf_init(&twice, (size_t)8 << 20);
		shape_write(&sale_shape, &first, &once);
		assert(shape_read(&sale_shape, buf_get(&once), once.size, arena, &second, &err));
		shape_write(&sale_shape, &second, &twice);
		assert(once.size == twice.size && memcmp(buf_get(&once), buf_get(&twice), once.size) == 0);
		buf_release(&once);
		buf_release(&twice);
	} else {
		assert(err.code != ERR_NONE && err.text[0]);
	}
	arena_free(arena);
	return 0;
}
