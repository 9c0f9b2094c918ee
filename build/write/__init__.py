"""Write: Parquet files and manifest, swapped in whole."""
