"""What a paper says and how it is set: plain values in, plain values out."""
