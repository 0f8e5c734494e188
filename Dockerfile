# Builds the page and serves it with the headers of docs/hosting.md: docker build -t spice-lab . &&
# docker run -p 4173:4173 spice-lab
FROM node:22-slim
WORKDIR /lab
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
RUN npx vite build
EXPOSE 4173
CMD ["npx", "vite", "preview", "--host", "0.0.0.0", "--port", "4173", "--strictPort"]
