(kept) => kept || (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en")
