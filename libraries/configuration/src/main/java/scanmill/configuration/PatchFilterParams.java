package scanmill.configuration;

import scanmill.specs.Default;

/** Which patches are left out of training and validation; see {@link SliceFilterParams}. */
public record PatchFilterParams(
    @Default("false") boolean filterEmptyMask,
    @Default("false") boolean filterEmptyInput,
    @Default("false") boolean filterAbsentClass) {}
