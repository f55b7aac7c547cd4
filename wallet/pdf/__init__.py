"""Pages to be printed: text, codes and pictures placed by whoever calls, as a PDF."""
