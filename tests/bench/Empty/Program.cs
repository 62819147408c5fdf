// An empty program: what every .NET program costs before it does anything. Start-up times are measured against it.
return;
