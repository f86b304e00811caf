#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <hb-ot.h>
#include <hb-subset.h>
#include <hb.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

/// `g_object_unref` is a macro, which Swift does not import.
static inline void chigiri_unref(void *object) {
    g_object_unref(object);
}
